package io.os199.cs.integration.mixpanel;

import io.os199.cs.platform.http.Retries;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorRequest;
import io.os199.cs.platform.http.VendorStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** The events of a day, one line of JSON each, read as they come. */
public final class MixpanelExport {
    private static final String PATH = "/api/2.0/export";

    /** The longest line that is read; Mixpanel takes no event as large as this. */
    private static final int LONGEST_LINE = 2_000_000;

    private static final int READ_AT_ONCE = 1 << 16;

    private final VendorStream stream;
    private final String projectId;
    private final ZoneId zone;
    private final Clock clock;

    /** @param zone the zone of the project's days */
    public MixpanelExport(VendorStream stream, String projectId, ZoneId zone, Clock clock) {
        this.stream = stream;
        this.projectId = projectId;
        this.zone = zone;
        this.clock = clock;
    }

    /** Takes lines. */
    @FunctionalInterface
    public interface Lines {
        /**
         * Takes one line, never cut off at its beginning or end.
         *
         * @return whether more are wanted
         */
        boolean take(byte[] line);
    }

    /** Returns the day that it now is for the project. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    /** Returns the zone of the project's days. */
    public ZoneId zone() {
        return zone;
    }

    /** Asks for one event of today. */
    public VendorAnswer check() {
        LocalDate today = today();
        return stream.check(request(today, "&limit=1"), body -> body.skipNBytes(0));
    }

    /**
     * Reads the events of a day; the answer is done where all of them came. A line too long for an event is handed
     * over as an empty one.
     */
    public VendorAnswer day(LocalDate day, Lines lines) {
        return stream.read(request(day, ""), Retries.inbound(), body -> split(body, lines));
    }

    private VendorRequest request(LocalDate day, String more) {
        return VendorRequest.get(
                PATH,
                PATH
                        + "?project_id=%s&from_date=%s&to_date=%s&time_in_ms=true%s"
                                .formatted(projectId, day, day, more));
    }

    private static void split(InputStream body, Lines lines) throws IOException {
        byte[] read = new byte[READ_AT_ONCE];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int count = body.read(read); count >= 0; count = body.read(read)) {
            int from = 0;
            for (int at = 0; at < count; at++) {
                if (read[at] == '\n') {
                    line.write(read, from, at - from);
                    from = at + 1;
                    if (!hand(line, tooLong, lines)) {
                        return;
                    }
                    line.reset();
                    tooLong = false;
                }
            }
            line.write(read, from, count - from);
            if (line.size() > LONGEST_LINE) {
                line.reset();
                tooLong = true;
            }
        }
        hand(line, tooLong, lines);
    }

    private static boolean hand(ByteArrayOutputStream line, boolean tooLong, Lines lines) {
        if (tooLong) {
            return lines.take(new byte[0]);
        }
        return line.size() == 0 || lines.take(line.toByteArray());
    }
}
