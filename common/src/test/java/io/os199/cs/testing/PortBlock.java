package io.os199.cs.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Two hundred ports in a row that no other test JVM on this machine uses, since a server may be bound long after its
 * port was chosen. They lie below the ports that the system gives to outgoing connections, one of which could take a
 * port before the server does.
 */
public final class PortBlock {
    public static final int SIZE = 200;

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    private PortBlock() {}

    /** Returns the first port of a block, which is this JVM's until it ends. */
    public static int claim() {
        for (int first = LOWEST; first < HIGHEST; first += SIZE) {
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
            if (claim.tryLock() != null) {
                return true;
            }
            claim.close();
            return false;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
