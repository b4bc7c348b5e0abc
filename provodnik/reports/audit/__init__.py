"""The deep audit: questions answered by data or asked, findings with money, roots and actions."""
