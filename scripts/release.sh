#!/usr/bin/env bash
# Builds a release for this kind of machine: a static program, its completions and manual pages, with a checksum.
# Leaves dist/crosswire-VERSION-TARGET.tar.gz and dist/SHA256SUMS. Another target: scripts/release.sh TARGET
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-$(uname -m)-unknown-linux-musl}
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
name=crosswire-$version-$target

if ! [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
  echo "error: the Rust target $target is not installed" >&2
  echo "  try: rustup target add $target" >&2
  exit 1
fi

cargo build --locked --release --package crosswire-cli --target "$target"

rm -rf "dist/$name"
mkdir -p "dist/$name/completions"
cp "target/$target/release/crosswire" README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "dist/$name"
cp crates/crosswire-lang/model/README.md "dist/$name/LICENSE-MODEL.md"
crosswire=dist/$name/crosswire
for shell in bash elvish fish powershell zsh; do
  "$crosswire" completions "$shell" > "dist/$name/completions/crosswire.$shell"
done
"$crosswire" man "dist/$name/man1"

# Sorted, without owner or hour, so that the same sources pack to the same bytes.
(cd dist && tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -c "$name" | gzip -n > "$name.tar.gz")
(cd dist && sha256sum "$name.tar.gz" > SHA256SUMS && cat SHA256SUMS)
