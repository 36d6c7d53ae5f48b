package io.os199.cs.ingest.file;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Records of NDJSON: one JSON object on each line; blank lines are no records. */
final class NdjsonRecords extends Records {
    NdjsonRecords(FileBytes bytes, long line) {
        super(bytes, line);
    }

    @Override
    public @Nullable FileRecord next() {
        while (bytes.peek() != FileBytes.END) {
            long current = line;
            if (!readLine()) {
                return malformed(current, "the line is longer than 1 MiB");
            }
            Optional<String> json = text.take();
            if (json.isEmpty()) {
                return malformed(current, "the line is not UTF-8; save the file as UTF-8");
            }
            if (!json.get().isBlank()) {
                return JsonTexts.read(json.get())
                        .filter(JsonNode::isObject)
                        .<FileRecord>map(node -> new JsonObject(current, node))
                        .orElseGet(() -> malformed(current, "the line is not one JSON object"));
            }
        }
        return null;
    }

    /** Reads a line, and returns whether all of it fits. */
    private boolean readLine() {
        text.clear();
        int next = bytes.read();
        while (next != '\n' && next != FileBytes.END) {
            if (text.size() == LARGEST_RECORD) {
                text.clear();
                skipLine();
                return false;
            }
            text.add(next);
            next = bytes.read();
        }
        line++;
        return true;
    }

    private void skipLine() {
        int next = bytes.read();
        while (next != '\n' && next != FileBytes.END) {
            next = bytes.read();
        }
        line++;
    }
}
