package io.kubeforge.model.net;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of IPv4 addresses that share their first {@code prefix} bits. */
public record Ipv4Subnet(long address, int prefix) {
    private static final int BITS = 32;
    private static final Pattern CIDR = Pattern.compile("([0-9.]+)/([0-9]|[12][0-9]|3[0-2])");

    /** The subnet as text gives it, with bits behind the prefix if it has some; empty when it is none. */
    public static Optional<Ipv4Subnet> parse(String text) {
        Matcher cidr = CIDR.matcher(text);
        if (!cidr.matches() || !IpAddresses.isIpv4(cidr.group(1))) {
            return Optional.empty();
        }
        long address = 0;
        for (String octet : cidr.group(1).split("\\.")) {
            address = address << 8 | Integer.parseInt(octet);
        }
        return Optional.of(new Ipv4Subnet(address, Integer.parseInt(cidr.group(2))));
    }

    /** The same subnet with no bits behind its prefix. */
    public Ipv4Subnet canonical() {
        return new Ipv4Subnet(address & mask(prefix), prefix);
    }

    /** Whether some address is in both. */
    public boolean overlaps(Ipv4Subnet other) {
        long shared = mask(Math.min(prefix, other.prefix));
        return (address & shared) == (other.address & shared);
    }

    private static long mask(int prefix) {
        return prefix == 0 ? 0 : -1L << BITS - prefix & 0xffffffffL;
    }

    @Override
    public String toString() {
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255) + "/"
                + prefix;
    }
}
