"""Requests of another help desk's file become tickets and messages. Set-based.

Files may come again and in any order: a ticket is known by its name in the file, a message by
its id or by what it says. History starts no clock: a solved request comes closed, an unsolved one
lives on only if something was said in it lately. Whatever was done to a request here since is
never undone by a file.
"""
