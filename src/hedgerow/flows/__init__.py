"""The shell: read, decide, act, record. It asks the ports and obeys the core; it decides nothing itself."""
