"""Python imports this before the emulator.

The emulator iterates over dictionaries that its other threads change. It then answers 500 to the creation of a role that
it has created, and says that the role exists when the provider tries again. So it answers one request at a time.
"""

import threading

import werkzeug.serving

run_simple = werkzeug.serving.run_simple
turn = threading.Lock()


def run_one_at_a_time(host, port, application, **options):
    def answer(environ, start_response):
        with turn:
            return list(application(environ, start_response))

    run_simple(host, port, answer, **options)


werkzeug.serving.run_simple = run_one_at_a_time
