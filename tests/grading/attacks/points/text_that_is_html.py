# tries: to put a script on the teacher's page
# comes: no point, and a report that says why
# reason: ValueError
def f(*a): raise ValueError('<script>document.title="owned"</script><img src=x onerror=alert(1)>')
