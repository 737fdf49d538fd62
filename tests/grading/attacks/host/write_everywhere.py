# tries: to write into every folder, the library and Python itself
# comes: two small disks of its own
def f(x):
    done = []
    for folder, folders, names in os.walk("/"):
        if folder.startswith(("/proc", "/sys")):
            folders.clear(); continue
        try:
            with open(os.path.join(folder, "canary"), "w"): done.append(folder)
        except OSError: pass
        if len(folder.split("/")) > 5: folders.clear()
    for path in ("/nb/nblib/__init__.py", sys.executable, np.__file__):
        try:
            with open(path, "ab"): done.append(path)
        except OSError: pass
    return done
