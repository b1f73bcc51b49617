"""Server-rendered pages: one folder per screen, one design system, no rules of their own."""
