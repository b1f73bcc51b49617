"""The demo city 云州市: fictional, of realistic size, made by driving the real actions."""
