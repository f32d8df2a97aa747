"""What a scraper may try that wants out: lines of Python, most of them by native code, to which no hook listens.

A line says `DID` if it came through. What it is told stands in names: `victim` is a file that it must not change,
`folder` one in which it must make nothing, `night` the process that asks.
"""

HELP = """
import ctypes, os
native = ctypes.CDLL(None, use_errno=True)
def call(name, *words):
    came = getattr(native, name)(*words)
    return "DID" if came not in (-1, None) and came >= 0 else os.strerror(ctypes.get_errno())
def system(number, *words):
    return call("syscall", ctypes.c_long(number), *words)
def opened(path, flags, mode=0o600):
    return call("open", path.encode(), flags, mode)
x86 = os.uname().machine == 'x86_64'
numbers = [0x40000000 | 39, 10**6]
"""
FILES = {
    "writes to a file": "opened(victim, os.O_WRONLY)",
    "reads and writes a file": "opened(victim, os.O_RDWR)",
    "appends to a file": "opened(victim, os.O_WRONLY | os.O_APPEND)",
    "opens a file empty": "opened(victim, os.O_RDONLY | os.O_TRUNC)",
    "cuts a file": "call('truncate', victim.encode(), ctypes.c_long(0))",
    "makes a file": "opened(folder + '/made', os.O_WRONLY | os.O_CREAT)",
    "makes a file by an old call": "call('creat', (folder + '/made').encode(), 0o600)",
    "makes a file by a new call": "system(437, -100, (folder + '/made').encode(), b'\\x42' + bytes(23), 24)",
    "makes a file without a name": "opened(folder, os.O_WRONLY | 0o20200000)",
    "makes a file in memory": "opened('/dev/shm/pricebook-made', os.O_RDWR | os.O_CREAT)",
    "makes a folder": "call('mkdir', (folder + '/made').encode(), 0o700)",
    "makes a pipe": "call('mkfifo', (folder + '/made').encode(), 0o600)",
    "links a file": "call('link', victim.encode(), (folder + '/made').encode())",
    "links a name": "call('symlink', victim.encode(), (folder + '/made').encode())",
    "renames a file": "call('rename', victim.encode(), (folder + '/made').encode())",
    "changes two files": "call('renameat2', -100, victim.encode(), -100, module.encode(), 2)",
    "deletes a file": "call('unlink', victim.encode())",
    "deletes a folder": "call('rmdir', (folder + '/empty').encode())",
    "lets others write": "call('chmod', victim.encode(), 0o666)",
    "lets others write by a handle": "call('fchmod', os.open(module, os.O_RDONLY), 0o666)",
    "gives a file away": "call('chown', victim.encode(), 1, 1)",
    "dates a file": "call('utimes', victim.encode(), None)",
    "marks a file": "call('setxattr', victim.encode(), b'user.a', b'1', ctypes.c_size_t(1), 0)",
    "locks a file for good": "call('ioctl', os.open(module, 0), ctypes.c_ulong(0x40086602), b'\\x10' + bytes(7))",
    "reads another file": "opened(victim, os.O_RDONLY)",
    "reads a file of the system": "opened('/etc/passwd', os.O_RDONLY)",
    "lists a folder": "opened(folder, os.O_RDONLY | os.O_DIRECTORY)",
    "takes another root": "call('chroot', folder.encode())",
    "mounts": "call('mount', b'none', folder.encode(), b'tmpfs', ctypes.c_ulong(0), None)",
}
PROCESSES = {
    "reads its environment": "opened('/proc/self/environ', os.O_RDONLY)",
    "reads its parent's environment": "opened(f'/proc/{os.getppid()}/environ', os.O_RDONLY)",
    "reads the night's environment": "opened(f'/proc/{night}/environ', os.O_RDONLY)",
    "reads the night's memory": "opened(f'/proc/{night}/mem', os.O_RDONLY)",
    "lists the processes": "opened('/proc', os.O_RDONLY | os.O_DIRECTORY)",
    "forks": "call('fork')",
    "clones": "system(56 if x86 else 220, 17, 0, 0, 0, 0)",
    "clones by a new call": "system(435, (ctypes.c_uint64 * 11)(), ctypes.c_size_t(88))",
    "runs a program": "call('execv', b'/bin/true', (ctypes.c_char_p * 2)(b'true', None))",
    "starts a program": "{0: 'DID'}.get(native.posix_spawn(ctypes.byref(ctypes.c_int()), b'/bin/true', None, None,"
    " (ctypes.c_char_p * 2)(b'true', None), None), 'no')",
    "ends its parent": "call('kill', os.getppid(), 9)",
    "ends the night": "call('kill', night, 9)",
    "ends everybody": "call('kill', -1, 0)",
    "ends its group": "call('kill', 0, 0)",
    "ends the night by its thread": "call('tgkill', night, night, 9)",
    "holds the night": "system(434, night, 0)",
    "queues a signal": "call('sigqueue', night, 9, None)",
    "traces the night": "call('ptrace', 16, night, None, None)",
    "reads the night from afar": "call('process_vm_readv', night, None, 0, None, 0, 0)",
    "bounds the night": "call('prlimit', night, 7, (ctypes.c_uint64 * 2)(3, 3), None)",
    "frees itself": "call('prlimit', 0, 1, (ctypes.c_uint64 * 2)(9, 9), None)",
    "slows the night": "call('setpriority', 0, night, 19)",
    "moves the night": "call('sched_setaffinity', night, ctypes.c_size_t(8), b'\\1' + bytes(7))",
    "has signals sent": "call('fcntl', 0, 8, night)",
    "takes another space": "call('unshare', 0x10000000)",
    "becomes root again": "system(126 if x86 else 91, (ctypes.c_uint32 * 2)(0x20080522, 0),"
    " (ctypes.c_uint32 * 6)(*[2**32 - 1] * 6))",
    "calls in another form": "system(numbers[0])",
    "calls what nobody knows": "system(numbers[1])",
}
NETWORK = {
    "asks a server": "call('socket', 2, 1, 0)",
    "asks a server of IPv6": "call('socket', 10, 1, 0)",
    "sends a packet": "call('socket', 2, 2, 0)",
    "asks a neighbour": "call('socket', 1, 1, 0)",
    "asks the kernel": "call('socket', 16, 3, 0)",
    "makes a pair": "call('socketpair', 1, 1, 0, (ctypes.c_int * 2)())",
    "hands a file on": "max(call('sendmsg', each, bytes(56), 0) for each in range(3, 9))",
}
MEMORY = {
    "keeps a file in memory": "call('memfd_create', b'a', 0)",
    "shares memory": "call('shmget', 0, ctypes.c_size_t(4096), 0o1600)",
    "names a queue": "call('mq_open', b'/pricebook-made', os.O_RDWR | os.O_CREAT, 0o600, None)",
    "keeps a key": "system(248 if x86 else 217, b'user', b'a', b'b', ctypes.c_size_t(1), -2)",
    "has the kernel read": "system(425, 8, bytes(120))",
    "handles its faults": "system(323 if x86 else 282, 1)",
    "programs the kernel": "system(321 if x86 else 280, 0, bytes(120), 120)",
}
ATTACKS = {**FILES, **PROCESSES, **NETWORK, **MEMORY}
