package io.os199.cs.communication.mail;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is one of ours, by the domain of an address.
 *
 * @param domains of this deployment's own company, in small letters; a domain below one of them is another
 */
public record Colleagues(Set<String> domains) {
    public Colleagues {
        domains = Set.copyOf(domains);
    }

    /** Of domains in any case. */
    public static Colleagues of(List<String> domains) {
        return new Colleagues(
                domains.stream()
                        .map(each -> each.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()));
    }

    /** Whether the address is a colleague's. */
    public boolean include(String address) {
        return domains.contains(
                address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
    }
}
