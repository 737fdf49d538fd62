# tries: to keep the notebook from ending
# comes: no point, and a report that says why
# waits: for a limit on time
# reason: not defined|its cell failed
while True: pass
f = 0
