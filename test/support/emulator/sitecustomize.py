"""Python imports this before the emulator.

The emulator iterates over dictionaries that its other threads change. It then answers 500 to the creation of a role that
it has created. So it answers one request at a time.

On a busy machine, the AWS provider now and then closes a connection before it has read the answer, and asks once more. A
key would then be there twice, and a role would exist already. So it answers a call that it has answered alike.
"""

import threading

import werkzeug.serving

ANSWERS_KEPT = 1000

run_simple = werkzeug.serving.run_simple
turn = threading.Lock()
answers = {}


def run_one_at_a_time(host, port, application, **options):
    def answer(environ, start_response):
        with turn:
            # The same for each attempt of a call.
            call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
            status, headers, body = answers.get(call) or ask(application, environ)
            if call is not None and status.startswith("2"):
                answers[call] = status, headers, body
                if len(answers) > ANSWERS_KEPT:
                    del answers[next(iter(answers))]
        start_response(status, headers)
        return body

    run_simple(host, port, answer, **options)


def ask(application, environ):
    start = []
    body = list(application(environ, lambda status, headers, *_: start.extend([status, headers])))
    return *start, body


werkzeug.serving.run_simple = run_one_at_a_time
