package io.os199.cs.platform.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/** All that was packed comes out, however many members it has and however slow the connection, or it is refused. */
class WholeGzipTest {
    @Property(tries = 300)
    void membersAreReadToTheLast(@ForAll Random random) throws IOException {
        Packed packed = Packed.of(random);
        assertThat(unpack(packed.bytes(), random)).isEqualTo(packed.plain());
    }

    @Property(tries = 300)
    void whatEndsTooEarlyIsRefused(@ForAll Random random) throws IOException {
        Packed packed = Packed.of(random);
        int length = random.nextInt(packed.bytes().length);
        // A file may end where a member does.
        if (!packed.ends().contains(length)) {
            assertRefused(Arrays.copyOf(packed.bytes(), length), random);
        }
    }

    @Property(tries = 300)
    void whatFollowsTheLastMemberIsRefused(@ForAll Random random) throws IOException {
        byte[] packed = Packed.of(random).bytes();
        byte[] longer = Arrays.copyOf(packed, packed.length + 1 + random.nextInt(700));
        for (int i = packed.length; i < longer.length; i++) {
            longer[i] = (byte) random.nextInt(0x1f);
        }
        assertRefused(longer, random);
    }

    private static void assertRefused(byte[] packed, Random random) {
        assertThatThrownBy(() -> unpack(packed, random))
                .isInstanceOfAny(ZipException.class, EOFException.class);
    }

    private static String unpack(byte[] packed, Random random) throws IOException {
        try (InputStream in = WholeGzip.unpack(new Slow(packed, random))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /**
     * Several members, as {@code cat a.gz b.gz} produces them.
     *
     * @param ends where they end
     */
    private record Packed(String plain, byte[] bytes, List<Integer> ends) {
        static Packed of(Random random) throws IOException {
            StringBuilder plain = new StringBuilder();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            List<Integer> ends = new ArrayList<>();
            int members = 1 + random.nextInt(4);
            for (int i = 0; i < members; i++) {
                StringBuilder text = new StringBuilder();
                for (int length = random.nextInt(1_500); length > 0; length--) {
                    text.append((char) ('a' + random.nextInt(26)));
                }
                try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                    out.write(text.toString().getBytes(UTF_8));
                }
                plain.append(text);
                ends.add(bytes.size());
            }
            return new Packed(plain.toString(), bytes.toByteArray(), ends);
        }
    }

    /** A connection that delivers a few bytes at a time and never announces more. */
    private static final class Slow extends ByteArrayInputStream {
        private final int most;

        Slow(byte[] bytes, Random random) {
            super(bytes);
            this.most = 1 + random.nextInt(700);
        }

        @Override
        public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, most));
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }
}
