package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.api.tool.NothingToChange;
import io.os199.cs.api.tools.support.PortalInput.Action;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Faults between arguments of the portal tool. */
final class PortalFaults {
    /**
     * At least two labels of letters, digits and inner hyphens, the last of which begins with a letter and has at
     * least two characters.
     */
    private static final Pattern HOST =
            Pattern.compile(
                    "(?i)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");

    private PortalFaults() {}

    static List<Fault> of(PortalInput input, Set<String> unread) {
        List<Fault> faults = new ArrayList<>();
        https(faults, "logo_url", input.logoUrl());
        String url = input.url();
        if (url != null && url.isEmpty()) {
            faults.add(new Fault("url", "url is empty", "an https address"));
        }
        https(faults, "url", url);
        String domain = input.customDomain();
        if (domain != null && !domain.isEmpty() && !HOST.matcher(domain).matches()) {
            faults.add(
                    new Fault(
                            "custom_domain",
                            "custom_domain is no host name",
                            "a host name like help.customer.example, or an empty text to reset"));
        }
        String title = input.title();
        if (title != null && UntrustedText.name(title).isEmpty()) {
            faults.add(InvisibleText.fault("title"));
        }
        boolean changesNothing =
                input.logoUrl() == null
                        && input.primaryColor() == null
                        && domain == null
                        && input.welcomeText() == null;
        if (input.action() == Action.CUSTOMIZE && changesNothing && unread.isEmpty()) {
            faults.add(
                    NothingToChange.fault(
                            "welcome_text",
                            "customize",
                            "logo_url, primary_color, custom_domain or welcome_text"));
        }
        return faults;
    }

    private static void https(List<Fault> faults, String field, @Nullable String address) {
        if (address != null && !address.isEmpty() && !isHttps(address)) {
            faults.add(
                    new Fault(
                            field,
                            field + " is no https address",
                            "https, a host, a path: no user"));
        }
    }

    private static boolean isHttps(String address) {
        try {
            URI uri = new URI(address);
            return "https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
