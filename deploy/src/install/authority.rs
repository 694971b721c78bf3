//! The authority that the homeservers trust among themselves, and their one certificate.
//!
//! The authority's key is thrown away once it has signed: nobody can ever issue a second certificate with it.

use anyhow::Context;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

use super::write_private;
use crate::layout::Layout;

/// Makes authority and certificate unless they are there.
pub(super) fn install(layout: &Layout) -> anyhow::Result<()> {
    if layout.tls_certificate().is_file() {
        return Ok(());
    }
    let (authority, certificate, key) = make().context("cannot make the homeservers' certificates")?;
    write_private(&layout.ca_certificate(), &authority)?;
    write_private(&layout.tls_key(), &key)?;
    // Last: it tells that the others are there.
    write_private(&layout.tls_certificate(), &certificate)
}

fn make() -> Result<(String, String, String), rcgen::Error> {
    let mut authority = params(Vec::new(), "Depesha stack authority")?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority_key = KeyPair::generate()?;
    let authority_certificate = authority.self_signed(&authority_key)?;

    let mut server = params(vec!["localhost".to_owned(), "127.0.0.1".to_owned()], "Depesha stack homeservers")?;
    server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.use_authority_key_identifier_extension = true;
    let server_key = KeyPair::generate()?;
    let issuer = Issuer::from_params(&authority, &authority_key);
    let server_certificate = server.signed_by(&server_key, &issuer)?;
    Ok((authority_certificate.pem(), server_certificate.pem(), server_key.serialize_pem()))
}

fn params(names: Vec<String>, common_name: &str) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.not_before = date_time_ymd(2025, 1, 1);
    params.not_after = date_time_ymd(2045, 1, 1);
    Ok(params)
}
