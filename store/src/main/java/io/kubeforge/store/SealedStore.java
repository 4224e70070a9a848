package io.kubeforge.store;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** Named values that are made once and kept encrypted: the serving CA, the admin token. */
@Singleton
public class SealedStore {
    private final SealedRepository values;
    private final Keyset keyset;

    SealedStore(SealedRepository values, Keyset keyset) {
        this.values = values;
        this.keyset = keyset;
    }

    /**
     * The value of a name, made if there is none. Processes that begin at the same time may each make one; all are
     * given the one that was stored first.
     */
    public byte[] getOrCreate(String name, Supplier<byte[]> maker) {
        return get(name).orElseGet(() -> {
            values.insertUnlessPresent(name, keyset.seal(maker.get(), purpose(name)));
            return get(name)
                    .orElseThrow(() -> new IllegalStateException("The sealed value " + name
                            + " vanished while it was made: does somebody delete rows of sealed_value?"));
        });
    }

    /** The value of a name. */
    public Optional<byte[]> get(String name) {
        return values.find(name).map(value -> keyset.open(value.sealed(), purpose(name)));
    }

    private static String purpose(String name) {
        return "value/" + name;
    }
}
