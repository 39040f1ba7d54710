"""Python imports this before the emulator.

The emulator iterates over dictionaries that its other threads change. It then answers 500 to the creation of a role that
it has created, and says that the role exists when the provider tries again. So threads take turns only where they wait.
"""

import sys

sys.setswitchinterval(60)
