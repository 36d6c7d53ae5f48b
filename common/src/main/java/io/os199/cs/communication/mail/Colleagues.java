package io.os199.cs.communication.mail;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recognizes colleagues by the domain of an address.
 *
 * @param domains of this deployment's own company, in lower case; subdomains are not included
 */
public record Colleagues(Set<String> domains) {
    public Colleagues {
        domains = Set.copyOf(domains);
    }

    /** Creates it from domains in any case. */
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
