"""What people order about reminders: `/remind`, `/reminders`, the menu of a message, and every button."""
