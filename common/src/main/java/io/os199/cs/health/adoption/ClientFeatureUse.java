package io.os199.cs.health.adoption;

import java.util.List;

/**
 * The users of the product at one client, and what they do with each feature.
 *
 * @param features in the order in which they are answered
 */
public record ClientFeatureUse(ClientUse use, List<FeatureUse> features) {
    public ClientFeatureUse {
        features = List.copyOf(features);
    }
}
