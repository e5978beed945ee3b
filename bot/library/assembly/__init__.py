"""What a library is put together from."""
