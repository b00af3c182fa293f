import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;

/** Writes the key and certificates of a PKCS#12 file again, as Bouncy Castle does. */
public class BouncyCastle {
    public static void main(String[] arguments) throws Exception {
        char[] password = arguments[1].toCharArray();
        KeyStore from = KeyStore.getInstance("PKCS12");
        from.load(new FileInputStream(arguments[0]), password);
        String alias = from.aliases().nextElement();
        Provider provider = (Provider) Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider")
            .getDeclaredConstructor().newInstance();
        Security.addProvider(provider);
        String[][] files = {
            {"PKCS12", "bouncy-castle.p12", arguments[1]},
            {"PKCS12-3DES-3DES", "bouncy-castle-vietnamese.p12", arguments[2]},
            {"PKCS12-AES256-AES128", "bouncy-castle-aes.p12", arguments[1]},
            {"PKCS12-AES256-AES128-GCM", "bouncy-castle-gcm.p12", arguments[1]},
        };
        for (String[] file : files) {
            KeyStore to = KeyStore.getInstance(file[0], provider);
            to.load(null, null);
            to.setKeyEntry("person", from.getKey(alias, password), null, from.getCertificateChain(alias));
            try (FileOutputStream out = new FileOutputStream(file[1])) {
                to.store(out, file[2].toCharArray());
            }
        }
    }
}
