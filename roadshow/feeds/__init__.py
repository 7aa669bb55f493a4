"""Published calendars: what the programme shows, as bodies that stand ready."""
