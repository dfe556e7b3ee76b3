export default function Page() {
  return 'The LMS itself'
}
