# Homebrew formula. Before it is published, `brew update-python-resources` adds the resources, and url and sha256
# are those of the released source distribution (see RELEASING.md). Read by `ruby -c` only: there is no brew here.
class RecordsHistory < Formula
  include Language::Python::Virtualenv

  desc "Prompt and decision records, in your repository, as Markdown"
  homepage "https://pypi.org/project/records-history/"
  url "https://files.pythonhosted.org/packages/source/r/records-history/records_history-0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "Apache-2.0"

  depends_on "rust" => :build
  depends_on "python@3.13"

  def install
    virtualenv_install_with_resources
    generate_completions_from_executable(bin/"records", "completion", shells: [:bash, :zsh, :fish])
    (man1/"records.1").write Utils.safe_popen_read(bin/"records", "man")
  end

  test do
    system "git", "init"
    system bin/"records", "init"
    assert_match "ADR-0001", shell_output("#{bin}/records list")
  end
end
