// Messages as Bouncy Castle writes them: BER with indefinite lengths, content in pieces, Ed25519.
// Run by ./make, which leaves the keys beside this file.

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSSignedDataStreamGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

class Bouncy {
    static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    public static void main(String[] arguments) throws Exception {
        byte[] content = Files.readAllBytes(Path.of("content.txt"));

        CMSSignedDataGenerator detached = new CMSSignedDataGenerator();
        detached.addSignerInfoGenerator(signer("rsa", "RSA", "SHA256withRSA"));
        detached.addCertificates(new JcaCertStore(List.of(certificate("rsa"))));
        write("bouncy-detached.der", detached.generate(new CMSProcessableByteArray(content), false).getEncoded());

        CMSSignedDataGenerator ed25519 = new CMSSignedDataGenerator();
        ed25519.addSignerInfoGenerator(signer("ed25519", "Ed25519", "Ed25519"));
        ed25519.addCertificates(new JcaCertStore(List.of(certificate("ed25519"))));
        write("bouncy-ed25519.der", ed25519.generate(new CMSProcessableByteArray(content), false).getEncoded("DER"));

        CMSSignedDataStreamGenerator attached = new CMSSignedDataStreamGenerator();
        attached.addSignerInfoGenerator(signer("rsa", "RSA", "SHA256withRSA"));
        attached.addCertificates(new JcaCertStore(List.of(certificate("rsa"))));
        attached.setBufferSize(7);
        try (OutputStream file = new FileOutputStream("bouncy-attached.der");
                OutputStream out = attached.open(file, true)) {
            out.write(content);
        }
    }

    static SignerInfoGenerator signer(String name, String family, String algorithm) throws Exception {
        byte[] pkcs8 = Files.readAllBytes(Path.of(name + ".p8"));
        PrivateKey key = KeyFactory.getInstance(family, PROVIDER).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return new JcaSignerInfoGeneratorBuilder(
                new JcaDigestCalculatorProviderBuilder().setProvider(PROVIDER).build())
                .build(new JcaContentSignerBuilder(algorithm).setProvider(PROVIDER).build(key), certificate(name));
    }

    static X509Certificate certificate(String name) throws Exception {
        try (FileInputStream file = new FileInputStream(name + ".crt")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
    }

    static void write(String name, byte[] bytes) throws Exception {
        Files.write(Path.of(name), bytes);
    }
}
