# tries: to loop without end
# comes: no point, from any grader
while True:
    pass
