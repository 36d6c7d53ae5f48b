package io.os199.cs.integration.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies the signatures of deliveries. Every key is tried, whatever the result of the ones before, so that no
 * answer comes sooner than another.
 */
final class Signatures {
    private static final int CURVE_BITS = 256;

    private Signatures() {}

    /** The textual form of a MAC. */
    @FunctionalInterface
    interface Spelling {
        String of(byte[] mac);
    }

    /** Whether one of the keys made {@code signature} from the parts, taken one after the other. */
    static boolean isMac(
            String algorithm,
            List<String> keys,
            String signature,
            Spelling spelling,
            byte[]... parts) {
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        boolean good = false;
        for (String key : keys) {
            String expected = spelling.of(mac(algorithm, key, parts));
            good |= MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given);
        }
        return good;
    }

    private static byte[] mac(String algorithm, String key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the owner of one of the keys signed the parts, by ECDSA over P-256 and SHA-256. */
    static boolean isEcdsa(List<String> publicKeys, String signature, byte[]... parts) {
        boolean good = false;
        for (String key : publicKeys) {
            good |= isEcdsa(key, signature, parts);
        }
        return good;
    }

    private static boolean isEcdsa(String publicKey, String signature, byte[]... parts) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(publicKey(publicKey));
            for (byte[] part : parts) {
                verifier.update(part);
            }
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
            return false;
        }
    }

    /**
     * Returns a key from the form in which the vendor shows it.
     *
     * @throws GeneralSecurityException or IllegalArgumentException if it is not a P-256 key
     */
    static PublicKey publicKey(String base64) throws GeneralSecurityException {
        PublicKey key =
                KeyFactory.getInstance("EC")
                        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        if (((ECPublicKey) key).getParams().getCurve().getField().getFieldSize() != CURVE_BITS) {
            throw new IllegalArgumentException("not of the curve P-256");
        }
        return key;
    }
}
