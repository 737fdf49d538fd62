# tries: to kill its parent process
# comes: no point, from any grader
import os, signal
os.kill(os.getppid(), signal.SIGKILL)
