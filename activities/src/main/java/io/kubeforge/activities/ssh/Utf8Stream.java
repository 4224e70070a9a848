package io.kubeforge.activities.ssh;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 that arrives in pieces cut anywhere; what is not UTF-8 becomes U+FFFD. */
final class Utf8Stream {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = new byte[0];

    /** The text of this piece, as far as its characters are complete. */
    String decode(byte[] piece, int offset, int length) {
        return decode(piece, offset, length, false);
    }

    /** What is left when no piece follows. */
    String end() {
        return decode(new byte[0], 0, 0, true);
    }

    private String decode(byte[] piece, int offset, int length, boolean last) {
        ByteBuffer bytes = ByteBuffer.allocate(rest.length + length);
        bytes.put(rest).put(piece, offset, length).flip();
        CharBuffer chars = CharBuffer.allocate(bytes.remaining() + 1);
        decoder.decode(bytes, chars, last);
        if (last) {
            decoder.flush(chars);
        }
        rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return chars.flip().toString();
    }
}
