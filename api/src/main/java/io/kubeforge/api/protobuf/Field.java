package io.kubeforge.api.protobuf;

/**
 * A field of a message.
 *
 * @param number its number on the wire
 * @param name its name in JSON
 * @param message what it holds, if that is a message; for a map the message of its entries
 * @param pointer whether Go holds it as a pointer: it is on the wire only when it was set, so its empty value is meant too
 */
record Field(int number, String name, Type type, Shape shape, Message message, boolean pointer) {
    /** What a field holds, and how JSON shows it. */
    enum Type {
        STRING,
        /** Shown as Base64. */
        BYTES,
        BOOL,
        INTEGER,
        /** A moment in whole seconds; an empty one is no moment at all. */
        TIME,
        /** A moment in microseconds; an empty one is no moment at all. */
        MICRO_TIME,
        /** A message with nothing but a list of texts, shown as that list. */
        STRINGS,
        /** A message with nothing but bytes that are JSON, shown as that JSON. */
        JSON,
        MESSAGE
    }

    /** How often a field stands in its message. */
    enum Shape {
        ONE,
        LIST,
        /** On the wire a list of messages with a key (1) and a value (2). */
        MAP
    }

    static Field string(int number, String name) {
        return one(number, name, Type.STRING);
    }

    static Field bytes(int number, String name) {
        return one(number, name, Type.BYTES);
    }

    static Field bool(int number, String name) {
        return one(number, name, Type.BOOL);
    }

    static Field integer(int number, String name) {
        return one(number, name, Type.INTEGER);
    }

    static Field time(int number, String name) {
        return one(number, name, Type.TIME);
    }

    static Field microTime(int number, String name) {
        return one(number, name, Type.MICRO_TIME);
    }

    static Field json(int number, String name) {
        return one(number, name, Type.JSON);
    }

    static Field message(int number, String name, Message message) {
        return new Field(number, name, Type.MESSAGE, Shape.ONE, message, false);
    }

    static Field strings(int number, String name) {
        return new Field(number, name, Type.STRING, Shape.LIST, null, false);
    }

    static Field messages(int number, String name, Message message) {
        return new Field(number, name, Type.MESSAGE, Shape.LIST, message, false);
    }

    /** A map from texts to values of this type. */
    static Field map(int number, String name, Type value) {
        Message entry =
                Message.of(string(1, "key").asPointer(), one(2, "value", value).asPointer());
        return new Field(number, name, value, Shape.MAP, entry, false);
    }

    /** The same field, held as a pointer. */
    Field asPointer() {
        return new Field(number, name, type, shape, message, true);
    }

    private static Field one(int number, String name, Type type) {
        return new Field(number, name, type, Shape.ONE, null, false);
    }
}
