"""Publishes structured guidelines to several audiences in several languages."""
