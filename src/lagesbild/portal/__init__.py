"""What a citizen sees. Reads only what is published."""
