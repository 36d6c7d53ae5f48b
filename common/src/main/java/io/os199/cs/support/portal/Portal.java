package io.os199.cs.support.portal;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * The settings of a customer's portal.
 *
 * @param customDomain a host name in lower case
 * @param version 0 when nobody has set anything
 */
public record Portal(
        String clientId,
        String clientName,
        Tier tier,
        boolean isActive,
        Map<PortalFeature, Boolean> features,
        @Nullable String logoUrl,
        String primaryColor,
        @Nullable String customDomain,
        @Nullable String domainStatus,
        @Nullable String welcomeText,
        int version,
        @Nullable Instant updatedAt) {
    /** The default color. */
    public static final String USUAL_COLOR = "#0066CC";

    public Portal {
        features = Map.copyOf(features);
    }

    /**
     * Returns the features of a tier, on or off as set, else by default.
     *
     * @param hasIntercom whether the integration that chat needs is enabled
     */
    static Map<PortalFeature, Boolean> features(
            Tier tier, boolean hasIntercom, Map<String, Boolean> said) {
        Map<PortalFeature, Boolean> features = new EnumMap<>(PortalFeature.class);
        for (PortalFeature feature : PortalFeature.values()) {
            Boolean isOn = said.get(key(feature));
            // A client moved to a lower tier loses the features that this tier does not have, and
            // with the integration goes the chat.
            boolean isPossible =
                    feature.isFor(tier) && (feature != PortalFeature.CHAT || hasIntercom);
            features.put(feature, isPossible && (isOn == null ? feature.isUsual(tier) : isOn));
        }
        return features;
    }

    static String key(PortalFeature feature) {
        return WireName.of(feature);
    }

    boolean has(PortalFeature feature) {
        return Boolean.TRUE.equals(features.get(feature));
    }
}
