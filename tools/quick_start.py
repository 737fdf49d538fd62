"""Import this before nbformat, and a program starts seconds sooner.

nbformat imports jsonschema, which builds the grammar of international addresses if it finds the
package rfc3987_syntax; no schema of notebooks asks for such an address. What is None here cannot be
imported, and jsonschema does without.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
