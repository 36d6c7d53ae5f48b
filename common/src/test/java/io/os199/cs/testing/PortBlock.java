package io.os199.cs.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Two hundred ports in a row that no other test JVM on this machine uses, since a server may be bound long after its
 * port was chosen. They lie below the ports that the system gives to outgoing connections, one of which could take a
 * port before the server does.
 */
public final class PortBlock {
    public static final int SIZE = 200;

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    /** Held until this JVM ends: a lock that nothing refers to is given up. */
    private static final List<FileLock> HELD = new ArrayList<>();

    private static int next = LOWEST;

    private PortBlock() {}

    /** Returns the first port of a block, which is this JVM's until it ends. */
    public static synchronized int claim() {
        while (next < HIGHEST) {
            int first = next;
            next += SIZE;
            if (isOurs(first)) {
                return first;
            }
        }
        throw new AssertionError("all blocks of ports are taken");
    }

    private static boolean isOurs(int first) {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "cs-test-ports-" + first);
        try {
            FileChannel claim =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = claim.tryLock();
            if (lock == null) {
                claim.close();
                return false;
            }
            HELD.add(lock);
            return true;
        } catch (AccessDeniedException ofAnotherUser) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
