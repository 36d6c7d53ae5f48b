package io.os199.cs.usage.model;

import java.util.List;

/**
 * What became of the lines of a body.
 *
 * @param accepted lines that say something new
 * @param duplicates lines whose event or row was stored before, or came twice in the body
 * @param rejected in the order of the lines
 */
public record IntakeAnswer(int accepted, int duplicates, List<LineFault> rejected) {
    /** Whether not one line was good. */
    public boolean tookNothing() {
        return accepted + duplicates == 0;
    }
}
