# tries: to read and write files, processes and the environment of the host
# comes: nothing of them
def f(paths):
    found = []
    for path in paths:
        for mode in ("rb", "ab"):
            try:
                with open(path, mode) as file:
                    if mode == "ab": file.write(b"was here")
                    else: found.append(file.read(10**6))
            except OSError: pass
        try: found.append(repr(os.listdir(path)).encode())
        except OSError: pass
    for folder, _, names in os.walk("/proc"):
        for name in names:
            if name in ("environ", "cmdline"):
                try: found.append(open(os.path.join(folder, name), "rb").read())
                except OSError: pass
    found.append(repr(dict(os.environ)).encode())
    return b"\n".join(found)
