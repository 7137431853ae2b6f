"""Ways for a letter to leave: a folder to open it from, and SMTP."""
