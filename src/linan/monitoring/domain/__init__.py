"""The rules of monitoring that an expert could check: pure Python, no Django, the time is passed in."""
