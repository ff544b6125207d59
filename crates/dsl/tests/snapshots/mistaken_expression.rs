fn main() {
    let net = {
        ::core::compile_error! {
            "expected `=>`, found `->`\nhelp: write `=>` between two layers"
        }
        ::core::compile_error! {
            "unknown activation `rellu`\nhelp: did you mean `relu`?"
        }
    };
}
