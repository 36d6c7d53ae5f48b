package io.os199.cs.ingest.file;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Records of CSV according to RFC 4180: a cell may be quoted, and may then contain delimiters, line ends and doubled
 * quotes. Lines end with LF, CRLF or CR; empty lines are no records. A record that breaks the rules is at fault by
 * itself; the next one begins on the next line.
 */
final class CsvRecords extends Records {
    private final char delimiter;

    CsvRecords(FileBytes bytes, long line, char delimiter) {
        super(bytes, line);
        this.delimiter = delimiter;
    }

    private enum State {
        CELL_START,
        PLAIN,
        QUOTED,
        /** After a quote that ends the cell, unless another quote follows. */
        QUOTE
    }

    @Override
    public @Nullable FileRecord next() {
        while (bytes.peek() == '\n' || bytes.peek() == '\r') {
            endLine(bytes.read());
        }
        return bytes.peek() == FileBytes.END ? null : new Reading().record();
    }

    private void endLine(int end) {
        if (end == '\r' && bytes.peek() == '\n') {
            bytes.read();
        }
        line++;
    }

    private boolean endsLine(int next) {
        return next == '\n' || next == '\r' || next == FileBytes.END;
    }

    /** A record that is being read. */
    private final class Reading {
        private final long firstLine = line;
        private final List<String> cells = new ArrayList<>();
        private State state = State.CELL_START;
        private int size;
        private @Nullable String fault;
        private boolean ended;

        // Where the record would end if its quote did not count.
        private int nextLineChunkNo = -1;
        private int nextLineOffset;

        FileRecord record() {
            while (!ended) {
                int next = bytes.read();
                if (size == LARGEST_RECORD || next == FileBytes.END) {
                    boolean isItsEnd = endsLine(next) && state != State.QUOTED;
                    if (!isItsEnd) {
                        return endless(next);
                    }
                }
                size++;
                take(next);
            }
            return fault == null ? new Cells(firstLine, cells) : malformed(firstLine, fault);
        }

        private void take(int next) {
            switch (state) {
                case CELL_START -> {
                    if (next == '"') {
                        state = State.QUOTED;
                    } else {
                        state = State.PLAIN;
                        takePlain(next);
                    }
                }
                case PLAIN -> takePlain(next);
                case QUOTED -> takeQuoted(next);
                case QUOTE -> {
                    if (next == '"') {
                        text.add(next);
                        state = State.QUOTED;
                    } else if (next == delimiter || endsLine(next)) {
                        takePlain(next);
                    } else {
                        fail(
                                "text follows a quote that closes a cell; double quotes within a"
                                        + " cell");
                    }
                }
            }
        }

        private void takePlain(int next) {
            if (next == delimiter) {
                endCell();
                state = State.CELL_START;
            } else if (endsLine(next)) {
                endCell();
                ended = true;
                endLine(next);
            } else if (next == '"') {
                fail("a quote stands within a cell that does not begin with one; quote the cell");
            } else {
                text.add(next);
            }
        }

        private void takeQuoted(int next) {
            if (next == '"') {
                state = State.QUOTE;
                return;
            }
            text.add(next);
            if (next == '\n' || (next == '\r' && bytes.peek() != '\n')) {
                line++;
                if (nextLineChunkNo < 0) {
                    nextLineChunkNo = bytes.chunkNo();
                    nextLineOffset = bytes.offset();
                }
            }
        }

        private void endCell() {
            text.take()
                    .ifPresentOrElse(
                            cells::add,
                            () -> fault = "the line is not UTF-8; save the file as UTF-8");
        }

        private void fail(String message) {
            text.clear();
            fault = message;
            ended = true;
            skipLine(bytes.read());
        }

        /**
         * Returns the fault of a record without an end; the next record begins on the next line, wherever this one
         * was meant to end.
         */
        private FileRecord endless(int next) {
            text.clear();
            if (nextLineChunkNo >= 0) {
                bytes.seek(nextLineChunkNo, nextLineOffset);
                line = firstLine + 1;
            } else {
                skipLine(next);
            }
            return malformed(
                    firstLine, "the record has no end within 1 MiB, or its quote is never closed");
        }

        /** Skips the rest of the line, in which nothing has a special meaning. */
        private void skipLine(int first) {
            int next = first;
            while (!endsLine(next)) {
                next = bytes.read();
            }
            endLine(next);
        }
    }
}
