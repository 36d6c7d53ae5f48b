package io.os199.cs.usage.model;

import java.util.List;

/**
 * What happened to the lines of a body.
 *
 * @param accepted the number of lines with something new
 * @param duplicates the number of lines whose event or row was stored before, or came twice in the body
 * @param rejected in line order
 */
public record IntakeAnswer(int accepted, int duplicates, List<LineFault> rejected) {
    /** Whether not a single line was good. */
    public boolean tookNothing() {
        return accepted + duplicates == 0;
    }
}
