package io.kubeforge.api.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream of bytes into its lines, wherever its parts begin and end. */
final class Lines {
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;

    /** The lines that end in this part, each with its line feed; they belong to the caller, the part to this. */
    List<ByteBuf> add(ByteBuf part) {
        ByteBuf bytes = rest.isReadable() ? Unpooled.wrappedBuffer(rest, part) : part;
        List<ByteBuf> lines = new ArrayList<>(1);
        for (int length = bytes.bytesBefore((byte) '\n'); length >= 0; length = bytes.bytesBefore((byte) '\n')) {
            lines.add(bytes.readRetainedSlice(length + 1));
        }
        rest = bytes;
        if (!bytes.isReadable()) {
            release();
        }
        return lines;
    }

    /** Gives back the beginning of a line that never ended. */
    void release() {
        rest.release();
        rest = Unpooled.EMPTY_BUFFER;
    }
}
