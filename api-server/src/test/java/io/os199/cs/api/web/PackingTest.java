package io.os199.cs.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Compressed bodies, whatever the network does. */
class PackingTest {
    /** Concatenated as {@code cat a.gz b.gz} does, over a connection that never has more ready than was read. */
    @Test
    void membersAreReadToTheLastAlsoWhereAPauseIsBetweenThem() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (String text : new String[] {"first\n", "second\n", "third\n"}) {
            try (GZIPOutputStream out = new GZIPOutputStream(members)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        InputStream slow =
                new ByteArrayInputStream(members.toByteArray()) {
                    @Override
                    public int read(byte[] into, int from, int length) {
                        return super.read(into, from, Math.min(length, 1));
                    }

                    @Override
                    public int available() {
                        return 0;
                    }
                };
        assertThat(Packing.GZIP.unpack(slow)).hasContent("first\nsecond\nthird\n");
    }
}
