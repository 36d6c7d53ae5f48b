package io.os199.cs.ingest.file;

/** The mark that some programs write before the first character. */
final class ByteOrderMark {
    private static final int[] UTF_8 = {0xef, 0xbb, 0xbf};

    private ByteOrderMark() {}

    /** Skips that of UTF-8, and refuses those of UTF-16. */
    static void skip(FileBytes bytes) {
        int chunkNo = bytes.chunkNo();
        int offset = bytes.offset();
        int first = bytes.read();
        int second = bytes.read();
        if ((first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff)) {
            throw new UnreadableFileException("the file is UTF-16; save it as UTF-8");
        }
        boolean isUtf8 = first == UTF_8[0] && second == UTF_8[1] && bytes.read() == UTF_8[2];
        if (!isUtf8) {
            bytes.seek(chunkNo, offset);
        }
    }
}
