package io.os199.cs.usage;

import io.os199.cs.usage.model.IntakeLine;
import io.os199.cs.usage.model.LineCode;
import io.os199.cs.usage.model.LineFault;

import java.util.ArrayList;
import java.util.List;

/** A body of events as it was read: the events of its good lines, and what is wrong with the others. */
public final class IntakeBody {
    private static final byte LINE_END = '\n';

    private final List<IntakeLine> good = new ArrayList<>();
    private final List<LineFault> bad = new ArrayList<>();

    private IntakeBody() {}

    /** Reads NDJSON; blank lines are counted as lines but otherwise ignored. */
    static IntakeBody read(byte[] bytes, UsageLineReader reader) {
        IntakeBody body = new IntakeBody();
        int line = 0;
        for (int from = 0; from < bytes.length; ) {
            int to = from;
            while (to < bytes.length && bytes[to] != LINE_END) {
                to++;
            }
            line++;
            if (!isBlank(bytes, from, to)) {
                body.add(line, reader.read(bytes, from, to - from));
            }
            from = to + 1;
        }
        return body;
    }

    private void add(int line, UsageLineReader.Line read) {
        switch (read) {
            case UsageLineReader.Good(var event) -> good.add(new IntakeLine(line, event));
            case UsageLineReader.Bad(var code, var message) ->
                    bad.add(new LineFault(line, code, message));
        }
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Whether the body is NDJSON at all, which means that at least one line is an object. */
    public boolean isNdjson() {
        return !good.isEmpty()
                || bad.stream().anyMatch(fault -> fault.code() != LineCode.MALFORMED_LINE);
    }

    List<IntakeLine> good() {
        return good;
    }

    List<LineFault> bad() {
        return bad;
    }
}
